/** What a line of the log may hold: ids, names, durations. Never a document, a tag's value or a presigned URL. */
export interface LogLine {
  readonly step: string;
  readonly [name: string]: string | number | boolean | undefined;
}

export type Log = (line: LogLine) => void;

export const consoleLog: Log = line => console.log(JSON.stringify(line));
