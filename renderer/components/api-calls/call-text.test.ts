import { expect, it } from 'vitest';
import { callText, lacksSecrets } from './call-text.ts';

it('says a call as CloudMonkey and the command line take it', () => {
  const input = { zoneid: 'z', keyword: "Ana's lab", networkids: ['a', 'b'], details: { cpuNumber: 2 } };
  expect(callText('cloudmonkey', 'listVirtualMachines', input)).toBe(
    String.raw`cmk list virtualmachines zoneid=z 'keyword=Ana'\''s lab' networkids=a,b details[0].cpuNumber=2`,
  );
  expect(callText('benchtop', 'deployVirtualMachine', {})).toBe('benchtop deploy virtualmachine');
});

it('sorts and encodes what curl signs, with nothing that a shell would read', () => {
  const text = callText('curl', 'listZones', { keyword: 'a$(rm) `b` "c" !d', available: true }, 'http://h/client/api');
  expect(text.split('\n')[0]).toBe(
    'query="apikey=$BENCHTOP_APIKEY&available=true&command=listZones&keyword=a%24%28rm%29%20%60b%60%20%22c%22%20%21d&response=json"',
  );
  expect(text).toContain('curl -sG "http://h/client/api?$query"');
});

it('gives python what python-cs turns into the same parameters', () => {
  const text = callText('cs', 'deployVirtualMachine', {
    name: 'a "b"',
    startvm: false,
    details: { cpuNumber: 2 },
    networkids: ['x'],
  });
  expect(text).toContain(
    'cs.deployVirtualMachine(name="a \\"b\\"", startvm=False, details={"cpuNumber": 2}, networkids=["x"], fetch_result=True)',
  );
  expect(callText('cs', 'listZones', {})).toContain('cs.listZones(fetch_list=True)');
});

it('knows where a secret was left out', () => {
  for (const client of ['curl', 'cs', 'benchtop'] as const) {
    expect(lacksSecrets(callText(client, 'createUser', { password: '•••' }))).toBe(true);
    expect(lacksSecrets(callText(client, 'createUser', { username: 'ada' }))).toBe(false);
  }
});
