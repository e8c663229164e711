import { PYTHON } from './python';
import { TYPESCRIPT } from './typescript';
import type { Language } from '../language';

export const LANGUAGES: readonly Language[] = [TYPESCRIPT, PYTHON];
