import { Fn, type IResolveContext, Reference, Token, Tokenization } from 'aws-cdk-lib';

/**
 * A reference to the ARN of a template whose id is known at synthesis. In another stack, a weak reference reads the ARN at deployment. If
 * the id changes, the rendered stack would stay the same, and nobody would deploy it. With the id in the reference, the rendered stack
 * changes, too. An export needs no id, because CloudFormation refuses to change an export that is in use. Evidence: cfn-weak-reference.
 */
export const arnWithId = (arn: string, jobTemplateId: string): string =>
  withWeakForm(arn, () => Fn.join('/', [Fn.select(0, Fn.split('/', arn)), jobTemplateId]));

/** A reference to the id, which is the last part of that ARN. */
export const idFromArn = (id: string, arn: string): string => withWeakForm(id, () => Fn.select(1, Fn.split('/', arn)));

/** A reference that is rendered in another form in stacks with a weak reference to it. */
function withWeakForm(value: string, write: () => string): string {
  const reference = Tokenization.reverse(value, { failConcat: false });
  return Reference.isReference(reference) ? Token.asString(new WeaklyWritten(reference, write)) : value;
}

class WeaklyWritten extends Reference {
  constructor(private readonly reference: Reference, private readonly write: () => string) {
    super(reference, reference.target, reference.displayName, reference.typeHint);
  }

  public resolve(context: IResolveContext): any {
    // While the app is prepared, the CDK looks for the references in it.
    return !context.preparing && isWeak(context.resolve(this.reference)) ? this.write() : this.reference;
  }
}

const isWeak = (rendered: unknown): boolean => typeof rendered === 'object' && rendered !== null && 'Fn::GetStackOutput' in rendered;
