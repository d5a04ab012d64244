import { describe, expect, test } from 'vitest';
import { ErrorCode, explainFailure, LibvirtError, XdrError } from './errors.ts';

const remote = (code: number, procedure = 'domainGetInfo') =>
  new LibvirtError({ reason: 'remote', code, domain: 10, message: '<script>host text</script>', procedure });

describe('failures in words', () => {
  test.each([
    [ErrorCode.noDomain, /not defined on this host/],
    [ErrorCode.operationTimeout, /Another operation holds/],
    [ErrorCode.operationDenied, /read-only/],
    [ErrorCode.accessDenied, /forbid/],
  ])('error %i', (code, words) => {
    expect(explainFailure(remote(code)).message).toMatch(words);
  });

  test('a login that polkit refuses says which group helps', () => {
    expect(explainFailure(remote(ErrorCode.authenticationUnavailable, 'authPolkit')).hint).toMatch(/group “libvirt”/);
    expect(explainFailure(remote(ErrorCode.authenticationFailed, 'authPolkit')).hint).toMatch(/group “libvirt”/);
  });

  test('a login without dbus says that dbus is missing, which the same code elsewhere does not mean', () => {
    expect(explainFailure(remote(ErrorCode.internal, 'authPolkit')).message).toMatch(/dbus/);
    expect(explainFailure(remote(ErrorCode.internal)).message).not.toMatch(/dbus/);
  });

  test('the host’s own words are never in the sentence', () => {
    for (const code of [...Object.values(ErrorCode), 0, 9_999])
      expect(JSON.stringify(explainFailure(remote(code)))).not.toContain('host text');
  });

  test('whether something may have happened is told', () => {
    const lost = (sent: boolean) =>
      explainFailure(new LibvirtError({ reason: 'disconnected', message: '', sent })).message;
    expect(lost(true)).toMatch(/unknown/);
    expect(lost(false)).toMatch(/not started/);
  });

  test('nonsense from the socket is called that', () => {
    expect(explainFailure(new XdrError('x')).message).toMatch(/does not understand/);
  });
});

test('an error of libvirt counts as sent, one of our own does not unless it says so', () => {
  expect(remote(1).sent).toBe(true);
  expect(new LibvirtError({ reason: 'deadline', message: '' }).sent).toBe(false);
});
