import type { ChildProcess } from 'node:child_process';

export function ensureRenderer(): Promise<void>;
export function vite(args: string[], environment: Record<string, string>): ChildProcess;
