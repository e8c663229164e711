import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that a package may contain: no tests, no examples, no source maps, and of the code only the two bundles. */
const ALLOWED = /^(lib\/index\.js|lib\/(?!handler\/).+\.d\.ts|assets\/.+(?<!\.map)|\.jsii|package\.json|README\.md|API\.md|SECURITY\.md|LICENSE)$/;

/** Texts that no file of a package may contain. The first is split, because otherwise this file would contain it. */
const FORBIDDEN: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['a map of sources', new RegExp('^//[#@] source' + 'MappingURL=', 'm')],
  ['a path of the machine that built it', /(?<![\w.-])\/(home|root|Users|tmp|builds?|work|runner)\/[\w.-]+\//],
  ['an access key of AWS', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of a registry or of GitHub', /\b(npm_[0-9A-Za-z]{36}|pypi-[\w-]{50,}|gh[oprsu]_[0-9A-Za-z]{36}|_authToken\s*=)/],
];

/** Scripts that a package manager runs automatically during installation. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** The contents that a package should not have. @param folder the unpacked package @param files their paths in it */
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
