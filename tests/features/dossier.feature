# language: fr
# SPDX-License-Identifier: MIT
Fonctionnalité: Le dossier de preuves d'une session

  Un financeur, un auditeur ou le contrôle du service fait demande les preuves d'une session.

  Contexte:
    Étant donné une session ouverte au recrutement
    Et une info coll de 2 places le 7 décembre 2026

  Scénario: Ce qui manque disparaît à mesure qu'on le règle
    Étant donné Anne inscrite et présente
    Alors il manque au dossier la convocation d'Anne
    Quand la convocation d'Anne est imprimée
    Alors il ne manque rien au dossier
    Et le dossier contient 1 convocation

  Scénario: Une entrée dont l'heure est passée manque au dossier
    Étant donné Anne inscrite et présente
    Et Anne est retenue
    Et la convocation d'Anne est imprimée
    Quand le lendemain du début de la session arrive
    Alors il manque au dossier l'entrée d'Anne et les feuilles du premier jour
