import { describe, expect, it } from 'vitest';
import { badInputs } from './testing/bad-inputs.ts';
import { takeInventory } from './testing/inventory.ts';

// What people really get wrong in the forms: each has a sentence of its own, a field, mostly a hint, and changes nothing.

const world = badInputs();

describe('template sources', () => {
  const template = (url: string, more: object = {}) => ({
    zoneid: world.ids.zone,
    name: 'from the net',
    url,
    format: 'QCOW2',
    hypervisor: 'KVM',
    ostypeid: world.ids.osType,
    ...more,
  });
  it.each([
    ['file:///etc/shadow', /by http or https, not file/],
    ['ftp://images.example/x', /by http or https, not ftp/],
    ['javascript:alert(1)', /by http or https, not javascript/],
    ['https://user:secret@images.example/x', /contains a user name or password/],
    ['https://user@images.example/x', /contains a user name or password/],
    ['https://images.example/a b', /cannot be read/],
    ['https://images.example/a\nb', /cannot be read/],
    ['https://images.example\\@evil', /cannot be read/],
    ['images.example/x', /cannot be read/],
    ['https://', /cannot be read/],
    ['https://nowhere.example/x.qcow2', /The name nowhere\.example cannot be resolved/],
  ])('%j', async (url, sentence) => {
    const refusal = await world.refused('registerTemplate', template(url), 'url', sentence, /./);
    expect(JSON.stringify(refusal)).not.toContain('secret');
    if (!url.includes('nowhere'))
      await world.refused('registerTemplate', template(url, { hypervisor: 'Simulator' }), 'url', sentence);
  });

  it.each([
    ['http://127.0.0.1/x', '127.0.0.1/32'],
    ['http://2130706433/x', '127.0.0.1/32'],
    ['http://0x7f.1/x', '127.0.0.1/32'],
    ['http://169.254.169.254/latest/meta-data', '169.254.169.254/32'],
    ['http://192.168.1.5/x', '192.168.1.5/32'],
    ['http://0.0.0.0/x', '0.0.0.0/32'],
    ['http://[::1]/x', '::1/128'],
    ['http://[::ffff:10.0.0.1]/x', '::ffff:a00:1/128'],
    ['http://[fd00::5]/x', 'fd00::5/128'],
  ])('%s is inside, and the refusal names the very cure', async (url, cidr) => {
    const refusal = await world.refused('registerTemplate', template(url), 'url', /is an internal site .* not allowed/);
    expect(refusal.hint).toContain(`adding ${cidr} to the setting secstorage.allowed.internal.sites`);
  });

  it('a name with one address inside is refused; the setting it names allows it', async () => {
    world.names['files.lab.example'] = ['93.184.216.34', '192.168.7.9'];
    const input = template('http://files.lab.example/debian.qcow2');
    const refusal = await world.refused(
      'registerTemplate',
      input,
      'url',
      /files\.lab\.example is an internal site \(192\.168\.7\.9\)/,
    );
    const value = /adding (\S+) to the setting (\S+), /.exec(refusal.hint ?? '');
    await world.lab.call('updateConfiguration', { name: value?.[2] ?? '', value: value?.[1] ?? '' });
    const job = await world.lab.run('registerTemplate', input as never);
    expect(job.result).toMatchObject({ isready: true, url: input.url });
    await world.refused('registerTemplate', template('http://192.168.7.10/x'), 'url', /internal site/);
    await world.lab.call('updateConfiguration', { name: 'secstorage.allowed.internal.sites' });
    await world.refused('registerTemplate', input, 'url', /internal site/);
  });

  it.each(['10.0.0.0/33', 'everything', '10.0.0.0/8; 11.0.0.0/8', '10.0.0.0/-1', 'fd00::/129', '10.0.0.0/8/8'])(
    'the setting itself takes no %j',
    async (value) => {
      await world.refused(
        'updateConfiguration',
        { name: 'secstorage.allowed.internal.sites', value },
        'value',
        /must be CIDRs/,
      );
    },
  );

  it.each([
    'abc',
    'g'.repeat(64),
    'a'.repeat(63),
    `{MD5}${'a'.repeat(64)}`,
    `{SHA-999}${'a'.repeat(64)}`,
    `sha256:${'a'.repeat(64)}`,
  ])('the checksum %.30j', async (checksum) => {
    const input = template('http://images.test/x', { hypervisor: 'Simulator', checksum });
    await world.refused('registerTemplate', input, 'checksum', /not a hex digest/, /\{SHA-256\}digest/);
  });

  it.each([32, 40, 64, 128])(
    'a checksum of %i hex digits is understood, in any case and with its name',
    async (length) => {
      const named = { 32: 'MD5', 40: 'SHA-1', 64: 'SHA-256', 128: 'SHA-512' }[length];
      for (const checksum of ['aB'.repeat(length / 2), `{${named}}${'c'.repeat(length)}`]) {
        const input = template('http://images.test/x.qcow2', { hypervisor: 'Simulator', checksum });
        const job = await world.lab.run('registerTemplate', input as never);
        await world.lab.run('deleteTemplate', { id: job.resourceId ?? '' });
      }
    },
  );

  it.each([
    ['http://images.test/not-found.qcow2', /404 Not Found/],
    ['http://images.test/backing-file.qcow2', /names a backing file/],
    ['http://images.test/wrong-checksum.qcow2', /checksum is not the expected one/],
  ])('%s fails with its reason and leaves no file', async (url, sentence) => {
    const before = takeInventory(world.lab.directory);
    const answer = await world.lab.call('registerTemplate', template(url, { hypervisor: 'Simulator' }) as never);
    const job = await world.lab.engine.internals.ctx.jobs.wait(answer.jobid);
    expect(job.error?.message).toMatch(sentence);
    const [row] = (
      await world.lab.call('listTemplates', { templatefilter: 'all', name: 'from the net', isready: false })
    ).template;
    expect(row).toMatchObject({ state: 'Failed', status: expect.stringMatching(sentence) });
    await world.lab.run('deleteTemplate', { id: row?.id ?? '' });
    expect(takeInventory(world.lab.directory)).toEqual(before);
  });
});
