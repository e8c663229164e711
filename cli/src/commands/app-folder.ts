import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '../code/language';
import { LANGUAGES } from '../code/languages';

const APP_FILE = 'cdk.json';

/** Whether a folder has an app of the CDK. */
export const hasAppIn = (folder: string): boolean => existsSync(join(folder, APP_FILE));

/** The nearest folder around a folder that has an app. */
export function appAround(folder: string): string | undefined {
  const parent = dirname(resolve(folder));
  if (parent === resolve(folder)) return undefined;
  return hasAppIn(parent) ? parent : appAround(parent);
}

/** The language of the app in a folder, by its command or otherwise by its files. Undefined if neither shows it. */
export function languageIn(folder: string): Language | undefined {
  const command = commandIn(folder);
  const files = readdirSync(folder);
  // A Python app may start with npx, so the other languages come first.
  const languages = [...LANGUAGES].reverse();
  return languages.find(({ traces }) => traces.command.test(command)) ?? languages.find(({ traces }) => files.some(file => traces.file.test(file)));
}

function commandIn(folder: string): string {
  try {
    const { app } = JSON.parse(readFileSync(join(folder, APP_FILE), 'utf8'));
    return typeof app === 'string' ? app : '';
  } catch {
    // The CDK CLI names what is wrong with its file.
    return '';
  }
}
