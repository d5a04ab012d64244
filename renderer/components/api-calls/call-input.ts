import { type ParameterShape, secretMark } from '../../../engine/contract/shape.ts';

/** What was typed for each parameter. */
export type Typed = Readonly<Record<string, string>>;

/** One line for each pair: `cpuNumber=2`. */
const mapOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => {
        const at = line.indexOf('=');
        return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
  );

const isOfObjects = ({ type, item }: ParameterShape): boolean => type === 'list' && item === 'responseobject';

function parsed(shape: ParameterShape, text: string): unknown {
  if (shape.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if ((shape.type === 'integer' || shape.type === 'double') && Number.isFinite(Number(text))) return Number(text);
  if (shape.type === 'map') return mapOf(text);
  if (isOfObjects(shape) || shape.type === 'responseobject') {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  if (shape.type === 'list') {
    const parts = text.split(',').map((part) => part.trim());
    return shape.item === 'integer' ? parts.map(Number) : parts.filter((part) => part !== '');
  }
  return text;
}

/** The input that was typed; what is no value of its parameter stays text, so that the contract says what is wrong with it. */
export function inputOf(shapes: readonly ParameterShape[], typed: Typed): Record<string, unknown> {
  const given = shapes.filter(({ name }) => (typed[name] ?? '').trim() !== '');
  return Object.fromEntries(given.map((shape) => [shape.name, parsed(shape, (typed[shape.name] ?? '').trim())]));
}

function textOf(shape: ParameterShape, value: unknown): string {
  if (value === undefined || value === null || value === secretMark) return '';
  if (shape.type === 'map' && typeof value === 'object')
    return Object.entries(value)
      .map(([key, each]) => `${key}=${String(each)}`)
      .join('\n');
  if (isOfObjects(shape)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The way back, for a call that was made before; a secret in it is to be typed anew. */
export function typedOf(shapes: readonly ParameterShape[], input: unknown): Typed {
  const values = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(shapes.map((shape) => [shape.name, textOf(shape, values[shape.name])]));
}
