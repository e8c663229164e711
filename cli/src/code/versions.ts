import { peerDependencies, version } from '../../../package.json';

/** The version of the library, which is released together with this tool. */
export const LIBRARY_VERSION: string = version;
/** The lowest versions that the library accepts. */
export const CDK_VERSION: string = peerDependencies['aws-cdk-lib'].replace('^', '');
export const CONSTRUCTS_VERSION: string = peerDependencies.constructs.replace('^', '');
