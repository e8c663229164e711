import type { Language } from './language';
import { UniqueNames } from './names';
import { type GeneratedFile, type StackCode, STACK_NAME, stackOf, type TemplateToDeclare } from './stack';

const DOCUMENT_FOLDER = 'documents';
/** A constructor with more templates would exceed what Java allows. CloudFormation allows 500 resources. */
const MAX_TEMPLATES = 100;
/** CloudFormation allows 1,000,000 bytes, some of which are for the resources of the provider. */
const MAX_BYTES = 800_000;

/**
 * The stacks for templates, as few as CloudFormation allows.
 *
 * @param name the name of the first stack. The others have a number after it
 */
export function stacksOf(templates: readonly TemplateToDeclare[], name = STACK_NAME): StackCode[] {
  const groups: TemplateToDeclare[][] = [];
  let bytes = Infinity;
  for (const template of templates) {
    const size = renderedBytes(template);
    if (bytes + size > MAX_BYTES || groups.at(-1)!.length >= MAX_TEMPLATES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(template);
    bytes += size;
  }
  // The documents of another import may have the same names.
  const documentFolder = name === STACK_NAME ? DOCUMENT_FOLDER : `${DOCUMENT_FOLDER}/${name}`;
  const fileNames = new UniqueNames();
  return groups.map((group, index) => stackOf(group, { name, number: index + 1, documentFolder, fileNames }));
}

/** About the size in a CloudFormation template, in which a document is a text of JSON. */
const renderedBytes = ({ content, tags }: TemplateToDeclare): number => Buffer.byteLength(JSON.stringify([content, [...tags]])) + 500;

/** The file that a folder may have already without being an app. */
export const IGNORE_FILE = '.gitignore';

/** The files of stacks, and of an app around them if there is none. */
export const filesOf = (language: Language, stacks: readonly StackCode[], { hasApp }: { readonly hasApp: boolean }): GeneratedFile[] => [
  ...hasApp ? [] : [...language.app(stacks), { path: IGNORE_FILE, content: ['cdk.out', ...language.builtFolders].map(each => `${each}/\n`).join('') }],
  ...stacks.map(code => language.stack(code)),
  ...stacks.flatMap(({ documents }) => documents),
];
