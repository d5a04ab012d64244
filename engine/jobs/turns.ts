/** Work that may not overlap, per key: one after the other, in the order in which it came. Other keys wait for nobody. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Resolves, or rejects, as the work does; whoever comes next begins in either case. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}
