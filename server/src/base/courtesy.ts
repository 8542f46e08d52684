/** Long work on the one thread gives way to other work now and then. */

const MILLISECONDS = 15;

export class Courtesy {
  private due = performance.now() + MILLISECONDS;

  get areDue(): boolean {
    return performance.now() >= this.due;
  }

  async go(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.due = performance.now() + MILLISECONDS;
  }
}
