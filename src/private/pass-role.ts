/** The condition of `iam:PassRole`: a role that presigns URLs is handed to AWS IoT, and to no other service. */
export const PASSED_TO_IOT = { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } };
