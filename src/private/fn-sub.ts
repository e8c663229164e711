import { endOf } from '../shared/placeholder';

/** The beginning of a placeholder of AWS IoT that is not escaped, up to the brace that ends a variable of CloudFormation. */
const PLACEHOLDER = /\$\{(aws:iot:[^}]*)/i;

/**
 * A document that has a placeholder of AWS IoT as it is inside `Fn::Sub`. CloudFormation takes it for a variable that it does not know, and
 * refuses the stack. Evidence: cfn-sub-literal.
 *
 * @param rendered the document as CloudFormation gets it
 */
export function fnSubProblems(rendered: unknown): string[] {
  if (typeof rendered !== 'object' || rendered === null) return [];
  const found = 'Fn::Sub' in rendered ? variableIn(rendered['Fn::Sub']) : undefined;
  if (found === undefined) return Object.values(rendered).flatMap(fnSubProblems);
  return [`document has ${found} inside Fn::Sub, must have ${found.replace('${', '${!')} there: CloudFormation takes \${NAME} for a variable of its own. `
    + 'It is better to write the document without Fn.sub: JobDocument.fromObject and fromString take tokens, such as Aws.REGION, inside any text'];
}

/** The first placeholder that CloudFormation takes for a variable, with the variables inside. */
function variableIn(argument: unknown): string | undefined {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  const match = PLACEHOLDER.exec(String(text));
  return match === null || match[1] in variables ? undefined : String(text).slice(match.index, endOf(String(text), match.index));
}
