import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { mapTokens } from './tokens';
import { UNKNOWN } from '../request/placeholder';

/**
 * A placeholder that the service fills in with the permissions of a role: a token, so that the document that holds it is found to.
 *
 * @internal
 */
export abstract class PresignedPlaceholder implements IResolvable {
  /**
   * Where the URL was made, for error messages.
   */
  public readonly creationStack: string[] = [];

  /**
   * What it is, for messages.
   *
   * @internal
   */
  protected abstract readonly _description: string;

  private isGranted = false;

  /**
   * The placeholder, with the names in it where they are known.
   *
   * @throws where no document has been found to hold the URL, so that no role can presign it
   */
  public resolve(context: IResolveContext): any {
    if (!this.isGranted) {
      throw new Error(`[${context.scope.node.path}] ${this._description} is hidden inside another token, or outside of a job document: `
        + 'put it into JobDocument.fromObject itself, as a value or inside a string');
    }
    return this._placeholder();
  }

  /**
   * A token for the placeholder, to be put inside a longer string. Python and Go do not call it by themselves.
   */
  public toString(): string {
    return Token.asString(this);
  }

  /**
   * The same, where the document is turned into JSON before it gets here.
   */
  public toJSON(): any {
    return this.toString();
  }

  /**
   * Lets the role reach what the URL is for, and nothing else.
   *
   * @internal
   */
  public _grantTo(role: iam.IGrantable): void {
    this.isGranted = true;
    this._grant(role);
  }

  /**
   * The placeholder as far as it is known at synthesis, for checking.
   *
   * @internal
   */
  public _outline(): string {
    return mapTokens(this._placeholder(), () => UNKNOWN);
  }

  /** @internal */
  protected abstract _placeholder(): string;

  /** @internal */
  protected abstract _grant(role: iam.IGrantable): void;
}
