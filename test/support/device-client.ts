/**
 * The words that AWS IoT Device Client reads from the command of a step: it splits at commas that have no backslash before them, then turns
 * escaped commas into commas, and then trims each word. Undefined if it refuses the command. Evidence: device-client-command.
 */
export function commandOf(command: string): string[] | undefined {
  const words = [...command.matchAll(/(?:\\,|[^,])+/g)].map(([word]) => word.replace(/\\,/g, ',').replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''));
  return words.length === 0 || /[ \t\n\v\f\r]/.test(words[0]) ? undefined : words;
}
