import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { shownProp } from './shown';

/**
 * The text of a file that holds a job document.
 *
 * @throws if the file cannot be read, is not in UTF-8, or has tokens, which another app may have made
 */
export function documentIn(path: string, scope: Construct): string {
  const refusal = (must: string) => new Error(`[${scope.node.path}] document is ${JSON.stringify(path)}, must be a file ${must}`);
  // The compiler checks it, but a variable of the environment may be missing.
  if (typeof path !== 'string') throw new Error(`[${scope.node.path}] ${shownProp('document', path)}, must be the path of a file`);
  const content = contentOf(path, refusal);
  if (!isUtf8(content)) throw refusal('in UTF-8: save it in this encoding');
  const text = content.toString();
  if (Token.isUnresolved(text)) {
    throw refusal('without tokens of the CDK, such as ${Token[...]}: only the app that made a token knows its value. JobDocument.fromString takes a text with tokens');
  }
  return text;
}

function contentOf(path: string, refusal: (must: string) => Error): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const remedy = isAbsolute(path) ? '' : `. It is looked for in ${process.cwd()}: path.join(__dirname, ...) is the same from everywhere`;
    throw refusal(`that can be read: ${(error as NodeJS.ErrnoException).code}${remedy}`);
  }
}
