import type { ChildProcess } from 'node:child_process';

export declare const quietFlags: string[];
export function findChromium(): string | undefined;
export function hasDisplay(): boolean;
export function runsAsRoot(): boolean;
export function openChromium(file: string, url: string, profile: string): ChildProcess;
