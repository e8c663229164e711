from aws_cdk import App, Environment

from fleet_stack import FleetStack

app = App()
# A lookup at synthesis needs the account and the Region. cdk.json holds what the CDK CLI would find there.
FleetStack(app, "Fleet", env=Environment(account="123456789012", region="eu-west-1"))
app.synth()
