import { CSHARP } from './csharp';
import { GO } from './go';
import { JAVA } from './java';
import { PYTHON } from './python';
import { TYPESCRIPT } from './typescript';
import type { Language } from '../language';

/** The languages, the default first. */
export const LANGUAGES: readonly Language[] = [TYPESCRIPT, PYTHON, JAVA, GO, CSHARP];
