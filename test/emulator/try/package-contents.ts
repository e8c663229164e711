import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a package may hold: no tests, no examples, no maps of sources. */
const ALLOWED = /^(lib\/.+\.(js|d\.ts)|assets\/.+(?<!\.map)|\.jsii|package\.json|README\.md|API\.md|SECURITY\.md|LICENSE)$/;

/** What no file of it may hold. The first is split, or this file held it. */
const FORBIDDEN: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a map of sources', new RegExp('^//[#@] source' + 'MappingURL=', 'm')],
  ['a path of the machine that built it', /(?<![\w.-])\/(home|root|Users|tmp|builds?|work|runner)\/[\w.-]+\//],
  ['an access key of AWS', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of a registry or of GitHub', /\b(npm_[0-9A-Za-z]{36}|pypi-[\w-]{50,}|gh[oprsu]_[0-9A-Za-z]{36}|_authToken\s*=)/],
];

/** Scripts that a package manager starts by itself where the package is installed. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** What a package holds and should not. @param folder the unpacked package @param files their paths in it */
export async function foreignIn(folder: string, files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(files.map(async file => {
    if (!ALLOWED.test(file)) return [file];
    const content = await readFile(join(folder, file), 'utf8');
    const forbidden = FORBIDDEN.filter(([, pattern]) => pattern.test(content)).map(([what]) => `${what} in ${file}`);
    const { scripts = {} } = file === 'package.json' ? JSON.parse(content) : {};
    return [...forbidden, ...INSTALL_SCRIPTS.filter(name => name in scripts).map(name => `the script ${name} in ${file}`)];
  }));
  return found.flat();
}
