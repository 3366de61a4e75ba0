const EVERY_MS = 50;

/** What `look` finds, asked for until it is there: for what happens after an answer. */
export async function eventually<T>(look: () => Promise<T | undefined>, withinMs = 20_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('It never came.');
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
