export interface Attempt {
  address: string;
  protocol: string | number;
  port: number;
  packets: number;
}
export interface Sink {
  wrap(file: string, args: string[]): [file: string, args: string[]];
  attempts(): Attempt[];
  close(): void;
}
export function whyNoSink(): string | undefined;
export function openSink(): Sink;
