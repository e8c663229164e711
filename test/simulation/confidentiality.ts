import type { Lambda } from './lambda';
import { CANARY } from './scenarios';

/** Everything that leaves the function, except for the attributes that the stack requested. */
export function toldBy({ deliveries, log }: Lambda): string[] {
  const answers = deliveries.flatMap(({ answers: sent }) => sent.map(({ body }) => JSON.stringify({ ...JSON.parse(body), Data: undefined })));
  return [...log.map(line => JSON.stringify(line)), ...answers];
}

export const isTold = (text: string): boolean => text.includes(CANARY) || text.includes(CANARY.slice(0, 8));
