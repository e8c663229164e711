/** The names of the package and of the version at the end of an ARN, whatever of its beginning is not known yet; undefined if it has none. */
export const namesInArn = (arn: string): string[] | undefined => /:package\/([^/]+)\/version\/([^/]+)$/.exec(arn)?.slice(1);
