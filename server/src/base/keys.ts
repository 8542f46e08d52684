/** Keys of two parts, each made once: joining and hashing two long texts again and again costs more than finding what was made. */
export class Keys {
  private readonly made = new Map<string, Map<string, string>>();

  /** 'a#b' */
  of(a: string, b: string): string {
    let inner = this.made.get(a);
    if (!inner) {
      inner = new Map();
      this.made.set(a, inner);
    }
    let key = inner.get(b);
    if (key === undefined) {
      key = `${a}#${b}`;
      inner.set(b, key);
    }
    return key;
  }
}
