/** The type of the resource that CloudFormation itself has for a job template. */
export const NATIVE_TYPE = 'AWS::IoT::JobTemplate';
