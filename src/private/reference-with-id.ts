import { Fn, type IResolveContext, Reference, Token, Tokenization } from 'aws-cdk-lib';

/**
 * A reference to the ARN of a template whose id is known at synthesis. In another stack, a weak reference reads what that ARN is when the
 * stack is deployed. So the template of that stack would stay the same when the id changes, and nobody would deploy it: with the id in it,
 * it changes, too. An export needs nothing, because CloudFormation refuses to change it. Evidence: cfn-weak-reference.
 */
export const arnWithId = (arn: string, jobTemplateId: string): string =>
  whereWeak(arn, () => Fn.join('/', [Fn.select(0, Fn.split('/', arn)), jobTemplateId]));

/** The same for the id: what stands last in that ARN. */
export const idFromArn = (id: string, arn: string): string => whereWeak(id, () => Fn.select(1, Fn.split('/', arn)));

/** A reference that stacks which refer to it weakly write in another way. */
function whereWeak(value: string, write: () => string): string {
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
