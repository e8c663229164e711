import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { errorAt } from './errors';
import { shownProp } from './shown';

/**
 * The text of a file that contains a job document.
 *
 * @throws if the file cannot be read, is not in UTF-8, or has tokens, which another app may have made
 */
export function documentIn(path: string, scope: Construct): string {
  const refusal = (must: string) => errorAt(scope, 'documentUnreadable', `document is ${JSON.stringify(path)}, must be a file ${must}`);
  // The compiler checks the type, but an environment variable may be missing.
  if (typeof path !== 'string') throw errorAt(scope, 'wrongType', `${shownProp('document', path)}, must be the path of a file`);
  const content = contentOf(path, refusal);
  if (!isUtf8(content)) throw refusal('in UTF-8: save it in this encoding');
  const text = content.toString();
  if (Token.isUnresolved(text)) {
    throw refusal('without tokens of the CDK, such as ${Token[...]}: only the app that made a token knows its value. Use JobDocument.fromString for a text with tokens');
  }
  return text;
}

function contentOf(path: string, refusal: (must: string) => Error): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const remedy = isAbsolute(path) ? '' : `. The path is relative to ${process.cwd()}: write path.join(__dirname, ...) to be independent of it`;
    throw refusal(`that can be read: ${(error as NodeJS.ErrnoException).code}${remedy}`);
  }
}
