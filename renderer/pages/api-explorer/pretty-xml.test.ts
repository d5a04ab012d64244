import { expect, it } from 'vitest';
import { serialize } from '../../../engine/contract/serialize.ts';
import { prettyXml } from './pretty-xml.ts';

it('indents elements, and leaves texts as they are, whatever is in them', () => {
  const body = { count: 1, zone: [{ name: 'a <b> "c"', tags: [], network: [{ id: 'n' }, { id: '' }] }] };
  expect(
    prettyXml(serialize('xml', { status: 200, name: 'listzonesresponse', body }))
      .split('\n')
      .slice(1),
  ).toEqual([
    expect.stringMatching(/^<listzonesresponse cloud-stack-version=/),
    '  <count>1</count>',
    '  <zone>',
    '    <name>a &lt;b&gt; &quot;c&quot;</name>',
    '    <network>',
    '      <id>n</id>',
    '    </network>',
    '    <network>',
    '      <id></id>',
    '    </network>',
    '  </zone>',
    '</listzonesresponse>',
  ]);
  expect(prettyXml(serialize('xml', { status: 200, name: 'x', body: { a: 'one\ntwo' } }))).toContain('<a>one\n');
});
