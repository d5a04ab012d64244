/**
 * virTypedParameter: a named value that carries its type. libvirt uses lists of them wherever a structure may grow.
 */
import { XdrError } from './errors.ts';
import type { Codec } from './xdr.ts';
import { double, hyper, int, string, uhyper, uint } from './xdr.ts';

/** A named, tagged value. 64-bit types are bigint: byte and nanosecond counters exceed 2^53. */
export type TypedParam =
  | { readonly field: string; readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly field: string; readonly type: 'llong' | 'ullong'; readonly value: bigint }
  | { readonly field: string; readonly type: 'boolean'; readonly value: boolean }
  | { readonly field: string; readonly type: 'string'; readonly value: string };

export type TypedParamType = TypedParam['type'];
export type TypedParamValue = TypedParam['value'];

const boolean: Codec<boolean> = {
  smallest: 4,
  encode(writer, value) {
    if (typeof value !== 'boolean') throw new XdrError(`${String(value)} is not a boolean`);
    writer.int(value ? 1 : 0);
  },
  decode: (reader) => reader.int() !== 0,
};

// The tag on the wire is the index in this list plus one (virTypedParameterType).
const types: readonly (readonly [TypedParamType, Codec<unknown>])[] = [
  ['int', int],
  ['uint', uint],
  ['llong', hyper],
  ['ullong', uhyper],
  ['double', double],
  ['boolean', boolean],
  ['string', string],
];

export const typedParam: Codec<TypedParam> = {
  smallest: 12,
  encode(writer, param) {
    const tag = types.findIndex(([type]) => type === param.type);
    const codec = types[tag]?.[1];
    if (codec === undefined) throw new XdrError(`${param.field}: unknown type ${String(param.type)}`);
    string.encode(writer, param.field);
    writer.int(tag + 1);
    codec.encode(writer, param.value);
  },
  decode(reader) {
    const field = string.decode(reader);
    const tag = reader.int();
    const known = types[tag - 1];
    if (known === undefined) throw new XdrError(`typed parameter with unknown type ${tag}`);
    return { field, type: known[0], value: known[1].decode(reader) } as TypedParam;
  },
};
