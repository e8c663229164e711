/** The type of the resource that CloudFormation itself has for a job template. */
export const NATIVE_TYPE = 'AWS::IoT::JobTemplate';

export interface NativeResource {
  readonly logicalId: string;
  /** The stack, in words: `stack Fleet`. */
  readonly stack: string;
}

/** Says that a native resource has a template, and what to do before another stack adopts the template. Each item is a line of a comment. @param unless what is not known of the resource */
export const keepFirst = (native: NativeResource, unless = ''): string[] => [
  `${holderText(native)}. Set its DeletionPolicy to Retain${unless}, and deploy that stack,`, 'before you deploy this one. Then remove the resource from that stack.',
];

export const holderText = ({ logicalId, stack }: NativeResource): string => `${NATIVE_TYPE} ${logicalId} of ${stack} has this template, too`;
