/** Prints each step, with its duration. */
export class Narration {
  private readonly began = Date.now();

  /** If the action returns text, it is printed below the title. */
  async step<T>(title: string, action: () => Promise<T>): Promise<T> {
    console.log(`\n▸ ${title}`);
    const began = Date.now();
    const result = await action();
    if (typeof result === 'string') this.print(result);
    this.print(`✔ ${seconds(began)}`);
    return result;
  }

  print(text: string): void {
    console.log(text.replace(/^/gm, '  '));
  }

  show(value: unknown): void {
    this.print(JSON.stringify(value, undefined, 2));
  }

  end(text: string): void {
    console.log(`\n${text} (${seconds(this.began)})`);
  }
}

const seconds = (began: number): string => `${((Date.now() - began) / 1000).toFixed(1)} s`;
