import { type CfnResource, Fn, Token } from 'aws-cdk-lib';
import { LIST_SEPARATOR } from '../shared/contract';

/** The attributes of a custom resource. The function returns only the attributes that the app uses, because a response must be small. */
export class AttributeReferences<Name extends string> {
  private readonly used = new Set<Name>();

  /** @param resourceFor returns the resource that has an attribute, or throws if the resource cannot have it */
  constructor(private readonly resourceFor: (name: Name | 'Arn') => CfnResource) {}

  /** The function always returns it. */
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

  /** The names of the attributes that are used, for the custom resource's properties. Undefined if none is. A token that is resolved late may use another one. */
  public get names(): string[] | undefined {
    return this.used.size === 0 ? undefined : [...this.used].sort();
  }

  private reference(name: Name) {
    const reference = this.resourceFor(name).getAtt(name);
    this.used.add(name);
    return reference;
  }
}
