/** The domains of AWS, by partition. */
const URL_SUFFIXES: { readonly [partition: string]: string } = {
  'aws': 'amazonaws.com', 'aws-us-gov': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu',
};

/** What is known of a stack and its account. */
export interface StackPlace {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
  readonly name?: string;
  /** The ARN of the stack. */
  readonly id?: string;
}

/** The partitions whose Regions have a prefix of their own. */
const PREFIXES: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['eusc-', 'aws-eusc'], ['us-iso-', 'aws-iso'], ['us-isob-', 'aws-iso-b'], ['eu-isoe-', 'aws-iso-e'], ['us-isof-', 'aws-iso-f'],
];

/** The partition of a Region. */
export const partitionOf = (region: string): string => PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';

/** The place in which a resource with this ARN is. */
export function placeOf(arn: string): StackPlace {
  const [, partition, , region, account] = arn.split(':');
  return { partition, region, account };
}

/** The pseudo parameters that are known. */
export const pseudoParametersOf = ({ partition, region, account, name, id }: StackPlace): Map<string, unknown> => new Map(Object.entries({
  'AWS::Partition': partition,
  'AWS::URLSuffix': partition === undefined ? undefined : URL_SUFFIXES[partition],
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::StackName': name,
  'AWS::StackId': id,
}).filter(([, value]) => value !== undefined));
