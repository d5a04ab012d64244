import { describe, expect, it } from 'vitest';
import { longestList, type MachineDefaults, readMachines } from './machine-list.ts';

const defaults: MachineDefaults = {
  username: 'root',
  password: '',
  privatekey: '',
  acceptemulation: false,
  clusterId: undefined,
};
const clusters = [{ id: 'c-1', name: 'Cluster 1' }];
const read = (text: string, more: Partial<MachineDefaults> = {}) =>
  readMachines(text, { ...defaults, ...more }, clusters, (key) => key);
const errors = (text: string, more: Partial<MachineDefaults> = {}) =>
  read(text, more).machines.flatMap(({ line, errors: all }) =>
    all.map(({ field, text: said }) => `${line} ${field} ${said}`),
  );

describe('a list of machines', () => {
  it('is read by its header, with what is common to all filled in', () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----';
    const text = [
      '\ufeffAddress;User;Port'.replace('User', 'username'),
      '10.0.0.11;;',
      '',
      'host2.lab.example;admin;2222',
    ].join('\r\n');
    expect(read(text, { password: 'p;"w' })).toEqual({
      machines: [
        {
          line: 2,
          login: { address: '10.0.0.11', username: 'root', authentication: 'password', password: 'p;"w' },
          clusterId: undefined,
          errors: [],
        },
        {
          line: 4,
          login: {
            address: 'host2.lab.example',
            port: 2222,
            username: 'admin',
            authentication: 'password',
            password: 'p;"w',
          },
          clusterId: undefined,
          errors: [],
        },
      ],
    });
    // A quoted cell may have commas, quotes and, for a key, lines.
    const quoted = `address,password,privatekey,cluster,acceptemulation\n10.0.0.1,"a,""b",,cluster 1,yes\n10.0.0.2,,"${key}",,\n10.0.0.3,c,,,no`;
    expect(
      read(quoted).machines.map(({ line, login, clusterId }) => [line, login.password, login.privatekey, clusterId]),
    ).toEqual([
      [2, 'a,"b', undefined, 'c-1'],
      [3, undefined, key, undefined],
      [6, 'c', undefined, undefined],
    ]);
    expect(read(quoted).machines[0]?.login.acceptemulation).toBe(true);
  });

  it('says at its line what is wrong, and stops at nothing', () => {
    const text = [
      'address,username,port,cluster,nic,acceptemulation,password',
      '10.0.0.1,root,22,,,,secret',
      '=cmd|calc!A1,root,,,,,secret',
      '10.0.0.2,root; reboot,70000,Cluster 9,eth0;reboot,maybe,secret',
      '10.0.0.1,root,,,,,secret',
      '10.0.0.3,root,,,,,',
      '10.0.0.4,root,,,,,secret,more',
      '10.0.0.5\u0000,root,,,,,secret',
      '"10.0.0.6\n10.0.0.7",root,,,,,secret',
    ].join('\n');
    const said = errors(text);
    expect(said.map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual([
      '3 address',
      '4 acceptemulation',
      '4 cluster',
      '4 port',
      '4 username',
      '4 nic',
      '5 address',
      '6 password',
      '7 ',
      '8 address',
      '9 address',
    ]);
    expect(said.find((each) => each.startsWith('5'))).toBe('5 address listedTwice');
    expect(said.find((each) => each.startsWith('6'))).toBe('6 password noSecret');
  });

  it('is refused as a whole when it is too long, has no header, or quotes that do not end', () => {
    expect(read('')).toEqual({ machines: [] });
    expect(read('x'.repeat(10 * 1024 * 1024)).problem?.key).toBe('tooLong');
    expect(read('10.0.0.1,root,secret').problem?.key).toBe('noHeader');
    expect(read('address,colour\n10.0.0.1,red').problem).toEqual({ key: 'unknownColumn', values: { name: 'colour' } });
    expect(read('address,address\n10.0.0.1,10.0.0.1').problem?.key).toBe('columnTwice');
    expect(read('address,password\n10.0.0.1,"secret\n10.0.0.2,secret\n').problem?.key).toBe('quotes');
    expect(read(`address\n${'10.0.0.1\n'.repeat(1000)}`).problem?.key).toBe('tooMany');
    // As long as it may be, and nothing but quotes or commas.
    expect(read(`address\n${'"'.repeat(longestList - 9)}`).problem?.key).toBe('quotes');
    expect(read(`address${','.repeat(longestList - 7)}`).problem?.key).toBe('unknownColumn');
  });
});
