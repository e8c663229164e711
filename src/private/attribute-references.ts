import { type CfnResource, Fn, type IResolvable, Lazy, Token } from 'aws-cdk-lib';
import { LIST_SEPARATOR } from '../shared/contract';

/** The attributes of a custom resource. Only those that are used travel in CloudFormation's answer, which is small. */
export class AttributeReferences<Name extends string> {
  /** The names of those that are used, for the custom resource's properties. Not cached: a token that is resolved late may use one more. */
  public readonly names: IResolvable = Lazy.uncachedAny({ produce: () => [...this.used].sort() }, { omitEmptyArray: true });

  private readonly used = new Set<Name>();

  /** @param resourceFor the resource that answers a name; may refuse it */
  constructor(private readonly resourceFor: (name: Name | 'Arn') => CfnResource) {}

  /** Always answered. */
  public arn(): string {
    return this.resourceFor('Arn').getAtt('Arn').toString();
  }

  public text(name: Name): string {
    return Token.asString(this.reference(name));
  }

  public number(name: Name): number {
    return Token.asNumber(this.reference(name));
  }

  public list(name: Name): string[] {
    return Fn.split(LIST_SEPARATOR, this.text(name));
  }

  private reference(name: Name) {
    const reference = this.resourceFor(name).getAtt(name);
    this.used.add(name);
    return reference;
  }
}
