import { call, type Call, number } from './expression';
import { TYPES } from './types';

/** Units of a duration, the longest first, with their number of seconds. */
const UNITS = [['days', 86_400], ['hours', 3_600], ['minutes', 60], ['seconds', 1]] as const;

/** A duration in the longest unit of which it is a whole number. */
export function duration(amount: number, unit: 'minutes' | 'seconds'): Call {
  const seconds = amount * (unit === 'minutes' ? 60 : 1);
  const [name, size] = UNITS.find(([, each]) => seconds % each === 0) ?? UNITS[UNITS.length - 1];
  return call(TYPES.Duration, name, number(seconds / size));
}
