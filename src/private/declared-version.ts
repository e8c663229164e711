import { CfnResource, type IResolvable, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { mapTokensDeep } from './tokens';

/** The name of a package version that the app declares, by which the version is found wherever the name is used. */
class DeclaredVersionName implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly name: string, public readonly version: IConstruct) {}

  public resolve(): string {
    return this.name;
  }
}

/** The name of a version; if CloudFormation creates the version, a token that remembers it. */
export const versionNameOf = (version: IConstruct, name: string): string =>
  CfnResource.isCfnResource(version) && Token.isUnresolved(name) ? Token.asString(new DeclaredVersionName(name, version)) : name;

/** The package versions of the app that a value names, wherever in it. */
export function declaredVersionsIn(value: unknown): IConstruct[] {
  const found = new Set<IConstruct>();
  mapTokensDeep(value, (token, as) => {
    if (token instanceof DeclaredVersionName) found.add(token.version);
    return as;
  });
  return [...found];
}
