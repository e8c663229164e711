import { CfnResource, type IResolvable, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isOf, markType } from './prop-types';
import { mapTokensDeep } from './tokens';

/** The name of a package version that the app declares: a token that finds the version wherever the name is used. */
class DeclaredVersionName implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly name: string, public readonly version: IConstruct) {}

  public resolve(): string {
    return this.name;
  }
}

markType(DeclaredVersionName);

/** The name of a version. If CloudFormation creates the version, the name is a token that refers to the construct. */
export const versionNameOf = (version: IConstruct, name: string): string =>
  CfnResource.isCfnResource(version) && Token.isUnresolved(name) ? Token.asString(new DeclaredVersionName(name, version)) : name;

/** The package versions of the app whose names are anywhere in a value. */
export function declaredVersionsIn(value: unknown): IConstruct[] {
  const found = new Set<IConstruct>();
  mapTokensDeep(value, (token, as) => {
    if (isOf(token, DeclaredVersionName)) found.add(token.version);
    return as;
  });
  return [...found];
}
