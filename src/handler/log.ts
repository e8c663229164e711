/** A line of the log. It holds ids, names and durations, but never a document, a tag's value or a presigned URL. */
export interface LogLine {
  readonly step: string;
  readonly [name: string]: string | number | boolean | undefined;
}

export type Log = (line: LogLine) => void;

export const consoleLog: Log = line => console.log(JSON.stringify(line));
