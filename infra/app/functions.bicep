metadata description = 'The function app on a Flex Consumption plan.'

param name string
param planName string
param location string
param tags object

param identityId string
param identityClientId string

@description('The account of the Functions host, of the durable engine (unless a scheduler is given) and of the deployed package.')
param engineAccountName string
param packageContainerUrl string

param insightsConnectionString string
param vaultName string
param serviceBusHost string
param leadQueue string
param eventTopic string

@description('Address of the tables that hold the leads.')
param tableEndpoint string

@description('What links in mails start with; empty for the host name that Azure gives.')
param publicUrl string

@description('Settings of the product that are no secrets, by their names in docs/settings.md.')
param productSettings object

@description('Origins that browsers may call from, checked by the platform ahead of the product. Empty: the product decides, source by source.')
param allowedOrigins string[]

@description('Endpoint of the Durable Task Scheduler; empty for the engine on the storage account.')
param schedulerEndpoint string = ''
param taskHubName string

@description('Names of secrets that rows of Sources use; the vault holds each as source-NAME.')
param signedSources string[]

@description('Whether the vault holds the link key before the present one.')
param keepsPreviousLinks bool
param hasViewers bool

@allowed([512, 2048, 4096])
param instanceMemoryMB int
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int
@minValue(0)
param alwaysReadyHttp int
@minValue(0)
param alwaysReadyDurable int

param workspaceId string

var onScheduler = !empty(schedulerEndpoint)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

var host = empty(publicUrl) ? 'https://${name}.azurewebsites.net' : publicUrl

var hostSettings = {
  AzureWebJobsStorage__accountName: engineAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // Which of its identities the app's own clients sign in with.
  AZURE_CLIENT_ID: identityClientId
  ServiceBus__fullyQualifiedNamespace: serviceBusHost
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  LeadQueue: leadQueue
  EventTopic: eventTopic
  LeadRouter__Storage: tableEndpoint
  LeadRouter__PublicUrl: host
  // One proxy stands in front of the app: the platform's.
  LeadRouter__ProxyHops: '1'
  LeadRouter__HashSecret: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=hash-secret)'
  LeadRouter__LinkKeys__0: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=link-key)'
  LeadRouter__EditorKeys__0: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=editor-key)'
  LeadRouter__SendGridApiKey: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=sendgrid-api-key)'
}

var rotation = keepsPreviousLinks
  ? { LeadRouter__LinkKeys__1: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=link-key-previous)' }
  : {}

var sources = toObject(
  signedSources,
  name => 'LeadRouter__Secrets__${name}',
  name => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=source-${name})'
)

var viewer = hasViewers
  ? { LeadRouter__ViewerKeys__0: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=viewer-key)' }
  : {}

var scheduler = onScheduler
  ? {
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
      AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    }
  : {}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the service of azure.yaml by this tag.
  tags: union(tags, { 'azd-service-name': 'leads' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: 'Enabled'
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: [
          { name: 'http', instanceCount: alwaysReadyHttp }
          { name: 'durable', instanceCount: alwaysReadyDurable }
        ]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      healthCheckPath: '/health'
      // Where the platform has origins it answers every preflight itself, and the lists of the sources are never asked.
      cors: empty(allowedOrigins) ? null : { allowedOrigins: allowedOrigins, supportCredentials: false }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(hostSettings, rotation, viewer, sources, scheduler, productSettings)
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource noPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    // Not the HTTP log of the platform: paths of links are secrets of reps and contacts.
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = app.name
output url string = host
output hostName string = app.properties.defaultHostName
