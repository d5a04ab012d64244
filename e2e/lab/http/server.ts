/**
 * The lab's file server, for template downloads: `server.ts <directory> <address> <port>`.
 * Serves the directory's files with ranges; besides, by first path segment:
 *   /slow/NAME      a little at a time, without end in sight, so that a test can cancel
 *   /stall/NAME     half of the file, then nothing more on an open connection
 *   /cut/NAME       half of the file, then the connection breaks
 *   /unsized/NAME   the file without Content-Length
 *   /redirect/NAME  302 to the file        /redirect-loop/NAME  302 to itself
 *   /error/NAME     500                    /moved/NAME          302 to an address that nobody answers
 * `GET /` lists the files.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';

const [directory = '.', address = '127.0.0.1', port = '8080'] = process.argv.slice(2);
const types: Record<string, string> = { iso: 'application/x-iso9660-image', qcow2: 'application/octet-stream' };

function sendSlowly(response: ServerResponse, path: string): void {
  const stream = createReadStream(path, { highWaterMark: 4096 });
  const timer = setInterval(() => {
    const chunk: Buffer | null = stream.read();
    if (chunk) response.write(chunk);
  }, 50);
  response.on('close', () => {
    clearInterval(timer);
    stream.destroy();
  });
}

function sendHalf(response: ServerResponse, path: string, size: number, then: () => void): void {
  createReadStream(path, { end: Math.floor(size / 2) - 1 })
    .on('data', (chunk) => response.write(chunk))
    .on('end', then);
}

/** `bytes=a-b`, `bytes=a-` and `bytes=-n`; null for anything else, which is then served whole. */
function readRange(header: string | undefined, size: number): { start: number; end: number } | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const start = found[1] === '' ? Math.max(0, size - Number(found[2])) : Number(found[1]);
  const end = found[1] === '' || found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  return start <= end ? { start, end } : null;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const words = decodeURIComponent(new URL(request.url ?? '/', 'http://lab').pathname)
    .split('/')
    .filter(Boolean);
  const name = words.at(-1) ?? '';
  const way = words.length > 1 ? words[0] : '';
  const names = await readdir(directory);
  if (name === '') return void response.end(`${names.join('\n')}\n`);
  if (way === 'error') return void response.writeHead(500).end('broken on purpose\n');
  if (way === 'redirect') return void response.writeHead(302, { location: `/${name}` }).end();
  if (way === 'redirect-loop') return void response.writeHead(302, { location: request.url }).end();
  if (way === 'moved') return void response.writeHead(302, { location: `http://10.77.0.250/${name}` }).end();
  if (!names.includes(name)) return void response.writeHead(404).end('no such file\n');

  const path = join(directory, name);
  const { size, mtime } = await stat(path);
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  const range = readRange(request.headers.range, size);
  const headers = { 'content-type': type, 'last-modified': mtime.toUTCString(), 'accept-ranges': 'bytes' };
  if (way === 'unsized') response.writeHead(200, headers);
  else if (range)
    response.writeHead(206, {
      ...headers,
      'content-range': `bytes ${range.start}-${range.end}/${size}`,
      'content-length': range.end - range.start + 1,
    });
  else response.writeHead(200, { ...headers, 'content-length': size });
  if (request.method === 'HEAD') return void response.end();
  if (way === 'slow') return sendSlowly(response, path);
  if (way === 'stall') return sendHalf(response, path, size, () => {});
  if (way === 'cut') return sendHalf(response, path, size, () => response.destroy());
  createReadStream(path, range ?? {}).pipe(response);
}

createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(Number(port), address);
