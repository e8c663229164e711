import { CHECK } from './check';
import { IMPORT } from './import';
import { LIST } from './list';
import type { CommandDefinition } from '../command';

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [IMPORT, CHECK, LIST];
