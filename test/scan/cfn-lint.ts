import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Finding, Scan } from './scan';
import { ensureVenv } from '../support/python';

/** Every rule, including the informational ones. */
const RUN = ['-c', 'from cfnlint.runner import main; main()', '--include-checks', 'I', '--format', 'json', '--'];

/** Scans each template twice: as it is, and without its list of ignored rules. */
export async function scanWithCfnLint(templates: readonly string[]): Promise<Scan> {
  const { python } = await ensureVenv({ name: 'cfn-lint-1.58.0', requirements: ['cfn-lint==1.58.0'] });
  const scans = await Promise.all(templates.map(async template => {
    const bare = template.replace(/\.template\.json$/, '.bare.json');
    const { stripped, declared } = strip(JSON.parse(readFileSync(template, 'utf8')));
    writeFileSync(bare, JSON.stringify(stripped, undefined, 1));
    const [open, raw] = await Promise.all([template, bare].map(async file => findingsIn(await run(python, [...RUN, file]))));
    const stack = basename(template, '.template.json');
    const within = ({ rule, resource }: Finding): Finding => ({ rule, resource: `${stack}${resource}` });
    return {
      open: open.map(within),
      suppressed: raw.filter(found => !open.some(({ rule, resource }) => rule === found.rule && resource === found.resource)).map(within),
      declared: declared.map(within),
    };
  }));
  return {
    scanner: 'cfn-lint',
    open: scans.flatMap(({ open }) => open),
    suppressed: scans.flatMap(({ suppressed }) => suppressed),
    declared: scans.flatMap(({ declared }) => declared),
  };
}

/** The CDK renders Fn::Join for every text with a reference in it. An option of the command line would replace the suppressions of the template. */
const IGNORED = ['I1022'];

function findingsIn(output: string): Finding[] {
  const findings: { Rule: { Id: string }; Location: { Path: (string | number)[] | null } }[] = JSON.parse(output);
  return findings.filter(({ Rule }) => !IGNORED.includes(Rule.Id)).map(({ Rule, Location }) => ({ rule: Rule.Id, resource: ['', ...(Location.Path ?? [])].join('/') }));
}

interface Declaring {
  Metadata?: { 'cfn-lint'?: { readonly config: { readonly ignore_checks: readonly string[] } } };
}

function strip(template: Declaring & { readonly Resources: { readonly [id: string]: Declaring } }): { stripped: unknown; declared: Finding[] } {
  const places: [string, Declaring][] = [['', template], ...Object.entries(template.Resources).map(([id, resource]): [string, Declaring] => [`/Resources/${id}`, resource])];
  const declared = places.flatMap(([resource, { Metadata }]) => (Metadata?.['cfn-lint']?.config.ignore_checks ?? []).map(rule => ({ rule, resource })));
  for (const [, { Metadata }] of places) delete Metadata?.['cfn-lint'];
  return { stripped: template, declared };
}

/** The exit code also depends on the findings. */
const run = (command: string, args: string[]): Promise<string> => new Promise((resolve, reject) =>
  execFile(command, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => stdout.trim().startsWith('[') ? resolve(stdout) : reject(error ?? new Error(stderr))));
