metadata description = 'Logs and telemetry: one workspace, and Application Insights that takes no key.'

param workspaceName string
param insightsName string
param location string
param tags object

@description('Days that logs and telemetry are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Gigabytes a day after which the workspace takes no more until tomorrow, so that a loop cannot run up a bill; -1 for no cap.')
param dailyCapGb int = 5

@description('Who may send telemetry.')
param senderPrincipalId string

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // Without an identity nobody sends telemetry, whoever has read the connection string.
    DisableLocalAuth: true
  }
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, senderPrincipalId, metricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
    principalId: senderPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output insightsName string = insights.name
output connectionString string = insights.properties.ConnectionString
