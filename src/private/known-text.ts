import { valueOf } from './document-text';
import { UNKNOWN } from '../shared/placeholder';

/**
 * The text of a document when the app is complete, with a sign for each unknown part. Undefined if the text cannot be checked, because an
 * unknown part may make it valid JSON, or may be shorter than its sign.
 *
 * @param rendered the document as CloudFormation gets it
 */
export function knownTextOf(rendered: unknown): string | undefined {
  const text = knownOf(rendered).replace(SSM_REFERENCE, UNKNOWN);
  const isKnown = !text.includes(UNKNOWN) && !text.includes('{{resolve:');
  return isKnown || valueOf(text) !== undefined ? text : undefined;
}

/** CloudFormation replaces it by the value of a parameter. */
const SSM_REFERENCE = /\{\{resolve:ssm:[^{}]*\}\}/g;

function knownOf(rendered: unknown): string {
  if (typeof rendered !== 'object' || rendered === null) return String(rendered);
  if ('Fn::Join' in rendered) {
    const [delimiter, parts] = [rendered['Fn::Join']].flat() as [string, unknown];
    return Array.isArray(parts) ? parts.map(knownOf).join(delimiter) : UNKNOWN;
  }
  if (!('Fn::Sub' in rendered)) return UNKNOWN;
  const [text, variables = {}] = [rendered['Fn::Sub']].flat() as [string, { [name: string]: unknown }?];
  return substituted(String(text), variables);
}

/** Evidence: cfn-sub-literal. */
const substituted = (text: string, variables: { readonly [name: string]: unknown }): string =>
  text.replace(/\$\{([^!{}][^{}]*)\}/g, (_, name: string) => Object.hasOwn(variables, name) ? knownOf(variables[name]) : UNKNOWN).replaceAll('${!', '${');
