import { generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { createSecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';

/** A certificate (with those that signed it) and its private key, as PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** What the certificate that Benchtop made is kept in; its key among the secrets. */
export interface CertificateStore {
  load(): Certificate | undefined;
  save(made: Certificate): void;
}

const dayMs = 86_400_000;
/** Clients are told to trust this one certificate, so that it lasts; some refuse longer ones altogether. */
const validDays = 820;
/** A certificate that has less left is made anew. */
const leastDays = 30;

export const fingerprintOf = (certificate: string): string => new X509Certificate(certificate).fingerprint256;

/** A certificate of the administrator's own. Errors: parameter, by the setting that is wrong. */
export async function readCertificate(certificateFile: string, keyFile: string): Promise<Certificate> {
  const read = async (file: string): Promise<string> => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw fail('parameter', say`The file ${file} cannot be read: ${(error as { code?: string }).code ?? 'unknown'}`, {
        cause: error,
      });
    }
  };
  const own = { certificate: await read(certificateFile), key: await read(keyFile) };
  try {
    createSecureContext({ cert: own.certificate, key: own.key });
    return own;
  } catch (error) {
    throw fail('parameter', say`The files ${certificateFile} and ${keyFile} are no certificate and its private key.`, {
      hint: say`Both are PEM, and the key has no passphrase.`,
      cause: error,
    });
  }
}

/** The certificate that Benchtop made for an address, made anew when there is none that fits. Error: locked while the secrets are. */
export async function ownCertificate(store: CertificateStore, host: string, now: number): Promise<Certificate> {
  const kept = store.load();
  if (kept !== undefined && fits(kept.certificate, host, now)) return kept;
  const made = await makeCertificate(namesFor(host), now);
  store.save(made);
  return made;
}

const isAll = (host: string): boolean => host === '0.0.0.0' || host === '::';

function fits(certificate: string, host: string, now: number): boolean {
  const parsed = new X509Certificate(certificate);
  if (Date.parse(parsed.validTo) < now + leastDays * dayMs) return false;
  return (isAll(host) ? parsed.checkHost(hostname()) : parsed.checkIP(host)) !== undefined;
}

/** By which names and addresses clients may come. */
function namesFor(host: string): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .map((each) => each.address.replace(/%.*/, ''));
  return [...new Set([hostname(), 'localhost', ...(isAll(host) ? addresses : [host])])];
}

/** Makes a certificate that is signed by itself. */
export async function makeCertificate(names: readonly string[], now: number): Promise<Certificate> {
  // Only who serves over TLS needs the library.
  const { default: forge } = await import('node-forge');
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // Positive, and of another installation's certificates never the same.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  // A client's clock may be behind.
  certificate.validity.notBefore = new Date(now - dayMs);
  certificate.validity.notAfter = new Date(now + validDays * dayMs);
  const subject = [{ name: 'commonName', value: 'Benchtop' }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'subjectAltName',
      // 7 is an address, 2 a name.
      altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: pair.privateKey };
}
