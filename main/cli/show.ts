/** Fields that a table begins with, where its objects have them. */
const general = ['id', 'name', 'state'];
const columnsOf: Readonly<Record<string, readonly string[]>> = {
  virtualmachine: ['id', 'name', 'state', 'ipaddress', 'hostname', 'serviceofferingname', 'templatename', 'zonename'],
  host: ['id', 'name', 'state', 'resourcestate', 'ipaddress', 'hypervisor', 'clustername', 'zonename'],
  volume: ['id', 'name', 'type', 'state', 'size', 'vmname', 'storage', 'zonename'],
  zone: ['id', 'name', 'networktype', 'allocationstate', 'dns1'],
  pod: ['id', 'name', 'gateway', 'netmask', 'allocationstate', 'zonename'],
  cluster: ['id', 'name', 'hypervisortype', 'allocationstate', 'podname', 'zonename'],
  storagepool: ['id', 'name', 'state', 'type', 'scope', 'disksizetotal', 'disksizeused', 'zonename'],
  imagestore: ['id', 'name', 'providername', 'url', 'zonename'],
  network: ['id', 'name', 'state', 'type', 'gateway', 'cidr', 'zonename'],
  template: ['id', 'name', 'hypervisor', 'format', 'status', 'isready', 'ostypename', 'zonename'],
  iso: ['id', 'name', 'status', 'isready', 'ostypename', 'zonename'],
  serviceoffering: ['id', 'name', 'cpunumber', 'cpuspeed', 'memory', 'storagetype'],
  diskoffering: ['id', 'name', 'disksize', 'iscustomized', 'storagetype'],
  account: ['id', 'name', 'rolename', 'domainpath', 'state'],
  user: ['id', 'username', 'account', 'domain', 'rolename', 'state'],
  domain: ['id', 'name', 'path', 'state'],
  event: ['created', 'level', 'type', 'username', 'description'],
  alert: ['sent', 'type', 'name', 'description'],
  asyncjobs: ['jobid', 'cmd', 'state', 'jobstatus', 'created', 'completed'],
  configuration: ['name', 'value', 'defaultvalue', 'scope', 'group'],
  capacity: ['name', 'zonename', 'capacityused', 'capacitytotal', 'percentused'],
  ostype: ['id', 'name', 'oscategoryname'],
  sshkeypair: ['name', 'fingerprint', 'account'],
};

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is answered, as rows: those of a list, or the one thing. */
function rowsOf(answer: Row): { object: string; rows: Row[] } {
  const list = Object.entries(answer).find(([, value]) => Array.isArray(value) && value.every(isRow));
  if (list !== undefined) return { object: list[0], rows: list[1] as Row[] };
  const rest = Object.entries(answer).filter(([name]) => name !== 'count');
  const [only] = rest;
  if (rest.length === 1 && only !== undefined && isRow(only[1])) return { object: only[0], rows: [only[1]] };
  return { object: '', rows: rest.length === 0 ? [] : [answer] };
}

/** Text of a field. What hosts and guests named could move the cursor: no control characters are let through. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/\p{C}+/gu, ' ');
}

/** Columns that a text takes on a screen: two for each Chinese character. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, each) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
        each,
      )
        ? 2
        : 1),
    0,
  );

function table({ object, rows }: ReturnType<typeof rowsOf>, filter: readonly string[] | undefined): string {
  const [first] = rows;
  if (first === undefined) return '';
  const has = (field: string) => rows.some((row) => row[field] !== undefined);
  const simple = Object.keys(first).filter((field) => typeof first[field] !== 'object');
  const preferred = (columnsOf[object] ?? general).filter(has);
  const columns = filter ?? (preferred.length > 0 ? preferred : simple.slice(0, 8));
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, at) =>
    Math.max(widthOf(column), ...cells.map((row) => Math.min(widthOf(row[at] ?? ''), 60))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => text + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text))))
      .join('  ')
      .trimEnd();
  return `${[columns.map((each) => each.toUpperCase()), ...cells].map(line).join('\n')}\n`;
}

/** One field a line, an empty line between two things. */
function lines({ rows }: ReturnType<typeof rowsOf>, filter: readonly string[] | undefined): string {
  return rows
    .map((row) =>
      (filter ?? Object.keys(row))
        .filter((field) => row[field] !== undefined)
        .map((field) => `${field} = ${cell(row[field])}\n`)
        .join(''),
    )
    .join('\n');
}

const picked = (row: Row, filter: readonly string[]): Row =>
  Object.fromEntries(filter.filter((field) => field in row).map((field) => [field, row[field]]));

function json(answer: Row, filter: readonly string[] | undefined): string {
  if (filter === undefined) return `${JSON.stringify(answer, undefined, 2)}\n`;
  const { object, rows } = rowsOf(answer);
  const shown = rows.map((row) => picked(row, filter));
  const whole = Array.isArray(answer[object])
    ? { ...answer, [object]: shown }
    : object === ''
      ? shown[0]
      : { [object]: shown[0] };
  return `${JSON.stringify(whole ?? {}, undefined, 2)}\n`;
}

export const outputs = ['table', 'json', 'text'] as const;
export type Output = (typeof outputs)[number];

/** An answer as somebody, or a script, reads it. */
export function show(answer: Row, output: Output, filter: readonly string[] | undefined): string {
  if (output === 'json') return json(answer, filter);
  return output === 'table' ? table(rowsOf(answer), filter) : lines(rowsOf(answer), filter);
}
