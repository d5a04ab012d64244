interface Queue {
  running: Promise<void>;
  next: Promise<void> | undefined;
}

/**
 * Work that brings something to what is true at that moment, one at a time per key: each waits for the one before, so that the last to run
 * always leaves the truth. Those that wait together are served by a single run, with the work of the first of them.
 */
export class OneAtATime {
  private readonly queues = new Map<string, Queue>();

  /** Resolves, or rejects, with a run that began after this call. */
  run(key: string, work: () => Promise<void>): Promise<void> {
    const queue = this.queues.get(key);
    if (queue === undefined) return this.begin(key, work);
    queue.next ??= queue.running
      .catch(() => undefined)
      .then(() => {
        queue.next = undefined;
        return this.begin(key, work);
      });
    return queue.next;
  }

  private begin(key: string, work: () => Promise<void>): Promise<void> {
    const queue: Queue = { running: Promise.resolve(), next: undefined };
    queue.running = work().finally(() => {
      if (queue.next === undefined && this.queues.get(key) === queue) this.queues.delete(key);
    });
    this.queues.set(key, queue);
    return queue.running;
  }
}
