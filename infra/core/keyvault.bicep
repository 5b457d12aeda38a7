metadata description = 'Secrets of the app. Access by role only; what is deleted can be brought back for 90 days.'

param name string
param location string
param tags object

@secure()
@description('Secrets by name; an empty one is left as it is in the vault.')
param secrets object

param principalId string
param workspaceId string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // The hash secret can never be made again: nobody, not even an owner, may destroy it within the 90 days.
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
  }
}

// Names only: the values of a secure object must not become part of a resource's name.
var names = ['hash-secret', 'link-key', 'link-key-previous', 'editor-key', 'viewer-key', 'sendgrid-api-key']

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = [
  for name in names: if (!empty(secrets[?name] ?? '')) {
    parent: vault
    name: name
    properties: { value: secrets[name] }
  }
]

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = vault.name
