import { formatBytes } from './format.ts';

/** A size in bytes, shown with a binary unit; the exact number on hover. */
export function Bytes({ value }: { value: number | undefined }) {
  if (value === undefined) return <span>–</span>;
  return (
    <span className="number" title={`${value} B`}>
      {formatBytes(value)}
    </span>
  );
}
