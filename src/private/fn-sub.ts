import { endOf } from '../shared/placeholder';

/** A placeholder of AWS IoT that is not escaped, up to the first brace: CloudFormation reads this part as a variable. */
const PLACEHOLDER = /\$\{(aws:iot:[^}]*)/i;

/**
 * The problems of a document with an unescaped placeholder of AWS IoT inside `Fn::Sub`. CloudFormation reads the placeholder as an unknown
 * variable and refuses the stack. Evidence: cfn-sub-literal.
 *
 * @param rendered the document as CloudFormation gets it
 */
export function fnSubProblems(rendered: unknown): string[] {
  if (typeof rendered !== 'object' || rendered === null) return [];
  const found = 'Fn::Sub' in rendered ? variableIn(rendered['Fn::Sub']) : undefined;
  if (found === undefined) return Object.values(rendered).flatMap(fnSubProblems);
  return [`document has ${found} inside Fn::Sub, must have ${found.replace('${', '${!')} there: CloudFormation reads \${NAME} as a variable of its own. `
    + 'It is better to write the document without Fn.sub: JobDocument.fromObject and fromString accept tokens, such as Aws.REGION, inside any text'];
}

/** The first placeholder that CloudFormation reads as a variable, including the variables inside it. */
function variableIn(argument: unknown): string | undefined {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  const match = PLACEHOLDER.exec(String(text));
  return match === null || match[1] in variables ? undefined : String(text).slice(match.index, endOf(String(text), match.index));
}
