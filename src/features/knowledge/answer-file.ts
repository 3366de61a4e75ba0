import { createReadStream } from 'node:fs';
import { CsvError, parse, type Info } from 'csv-parse';
import { readHeading, readAnswerRow, type Heading } from './answer-file.rules.ts';
import type { Answer } from './knowledge.schema.ts';

/** Ids once each, answers as numbers: half a million rows fit where a tenth would as objects of text. */
class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }
}

/** Answers of one or more files, in the order in which they are replayed. */
export class AnswerLog {
  readonly #learners = new Names();
  readonly #items = new Names();
  readonly #skills = new Names();
  /** Lists of skills: most rows share theirs with others. */
  readonly #skillLists = new Names();
  readonly #listed = new Map<number, readonly string[]>();
  readonly #rows: number[] = [];

  get length(): number {
    return this.#rows.length / 4;
  }

  get counts(): { learners: number; items: number; skills: number } {
    return { learners: this.#learners.size, items: this.#items.size, skills: this.#skills.size };
  }

  add({ learner, item, skills, correct }: Answer): void {
    const list = this.#skillLists.numberOf(skills.join('~~'));
    if (!this.#listed.has(list)) this.#listed.set(list, skills);
    for (const skill of skills) this.#skills.numberOf(skill);
    this.#rows.push(this.#learners.numberOf(learner), this.#items.numberOf(item), list, correct ? 1 : 0);
  }

  /** Learners are numbered by first appearance. */
  learnerAt(index: number): number {
    return this.#rows[4 * index] ?? 0;
  }

  isCorrectAt(index: number): boolean {
    return this.#rows[4 * index + 3] === 1;
  }

  answerAt(index: number): Answer {
    return {
      learner: this.#learners.nameOf(this.learnerAt(index)),
      item: this.#items.nameOf(this.#rows[4 * index + 1] ?? 0),
      skills: this.#listed.get(this.#rows[4 * index + 2] ?? 0) ?? [],
      correct: this.isCorrectAt(index),
    };
  }
}

/**
 * Reads a CSV file of answers row by row and appends them to `log`, by time where the file has that column. Throws with
 * file and line at the first row that can't be read: a score over the readable rest would be about other data.
 */
export async function readAnswerFile(path: string, log: AnswerLog): Promise<void> {
  const source = createReadStream(path);
  const rows = source.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
  );
  source.once('error', (error) => rows.destroy(error));
  let heading: Heading | null = null;
  const timed: { time: number; answer: Answer }[] = [];
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: Info }>) {
      if (heading === null) {
        heading = readHeading(record);
        continue;
      }
      const { time, answer } = readAnswerRow(record, heading, info.lines);
      if (time === null) log.add(answer);
      else timed.push({ time, answer });
    }
  } catch (error) {
    const { message } = error as Error;
    const line = error instanceof CsvError ? `line ${String(error['lines'])}: ` : '';
    throw new Error(`${path}, ${line}${message}`, { cause: error });
  }
  if (heading === null) throw new Error(`${path}: the file is empty.`);
  for (const { answer } of timed.sort((a, b) => a.time - b.time)) log.add(answer);
}
